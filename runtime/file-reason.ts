/** What the operating system says of a file, in plain words. */
export function fileReason(cause: unknown): string {
  switch (errorCode(cause)) {
    case "ENOENT":
      return "it does not exist";
    case "EACCES":
    case "EPERM":
      return "there is no permission";
    case "EISDIR":
      return "it is a folder";
    case "EPIPE":
      return "its reader has gone";
    case "ENOTDIR":
      return "a part of its path is no folder";
    case "ELOOP":
      return "its links go in a circle";
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
      return "the disk is full";
    case "EROFS":
      return "the disk can only be read";
    case "ENAMETOOLONG":
      return "its name is too long";
    case "EEXIST":
      return "it is there already";
    case "EMFILE":
    case "ENFILE":
      return "too many files are open";
    case "EIO":
      return "the disk does not answer";
    default:
      return errorCode(cause) ?? "the system does not say why";
  }
}

/** The code of a system error, `ENOENT`. */
export function errorCode(cause: unknown): string | undefined {
  if (typeof cause !== "object" || cause === null || !("code" in cause)) return undefined;
  return typeof cause.code === "string" ? cause.code : undefined;
}
