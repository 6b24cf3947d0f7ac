let made = 0;

/** Puts an address into the environment, and gives what a project file names it by: passwords stand in no file. */
export function urlVariable(url: string): string {
  made += 1;
  const name = `BALEEN_TEST_URL_${made}`;
  process.env[name] = url;
  return `$\u007b${name}}`;
}
