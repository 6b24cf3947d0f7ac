/**
 * A text with what stands for a secret blotted out, place for place, so that spans stay true: passwords in addresses,
 * what web addresses are asked with, and secrets that were written out.
 */
export function withoutPasswords(text: string): string {
  const blot = (_: string, before: string, secret: string) => `${before}${"*".repeat(secret.length)}`;
  return text
    .replace(/(:\/\/[^\s:/@]*:)([^\s"']+)(?=@)/g, blot)
    .replace(/(https?:\/\/[^\s"'?]*\?)([^\s"']+)/g, blot)
    .replace(/(\b(?:secret|password|forget_key):\s*["']?)((?!\$\{)[^\s"',}][^"',}\n]*)/g, blot);
}
