/** A text with what stands for a password in an address blotted out, place for place, so that spans stay true. */
export function withoutPasswords(text: string): string {
  return text.replace(
    /(:\/\/[^\s:/@]*:)([^\s@]+)(?=@)/g,
    (_, before: string, password: string) => `${before}${"*".repeat(password.length)}`,
  );
}
