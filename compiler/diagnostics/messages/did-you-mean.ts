/** The cure of a name that is none, where one of the known names is near. */
export function didYouMean({ nearest }: { readonly nearest: string | undefined }): string | undefined {
  return nearest === undefined ? undefined : `did you mean \`${nearest}\`?`;
}
