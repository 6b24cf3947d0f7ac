import { error, warning } from "../define.ts";

/** What is said of the project file. */
export const projectMessages = {
  "variable-not-set": error<{ readonly name: string }>(
    ({ name }) => `the environment variable \`${name}\` is not set, or is empty`,
    ({ name }) => `set it before running: export ${name}=…`,
  ),
  "variable-form": error<{ readonly written: string }>(
    ({ written }) => `\`${written}\` is not the name of an environment variable`,
    () => "write `$\u007bNAME}`, the name in letters, digits and `_`",
  ),
  "setting-for-other-engine": error<{
    readonly key: string;
    readonly kind: "engine" | "adapter";
    readonly name: string;
  }>(
    ({ key, kind, name }) => `\`${key}\` says nothing to the ${kind} ${name}`,
    ({ kind }) => `leave it out, or change the ${kind}`,
  ),
  "setting-missing": error<{
    readonly key: string;
    readonly kind: "engine" | "adapter";
    readonly name: string;
    readonly example: string;
  }>(
    ({ key, kind, name }) => `the ${kind} ${name} needs \`${key}\``,
    ({ key, example }) => `add it, for example \`${key}: ${example}\``,
  ),
  "webhook-address": error<{ readonly variable: string | undefined }>(
    ({ variable }) =>
      `${variable === undefined ? "this" : `what \`${variable}\` holds`} is not the address of a web service`,
    () => "an address looks like https://gateway.bank/messages; user and password have no place in it",
  ),
  "database-address": error<{ readonly variable: string | undefined }>(
    ({ variable }) =>
      `${variable === undefined ? "this" : `what \`${variable}\` holds`} is not the address of a PostgreSQL database`,
    () =>
      "an address looks like postgres://user:password@host:5432/database; in a password write `@` as `%40`, `/` as `%2F`, `#` as `%23`, `?` as `%3F` and `%` as `%25`",
  ),
  "database-sslmode": error<{
    readonly written: string;
    readonly variable: string | undefined;
    readonly nearest: string | undefined;
    readonly allowed: readonly string[];
  }>(
    ({ written, variable }) =>
      variable === undefined
        ? `there is no \`sslmode\` that is called \`${written}\``
        : `what \`${variable}\` holds names an \`sslmode\` that is not there`,
    ({ nearest, variable, allowed }) =>
      nearest === undefined || variable !== undefined
        ? `write one of ${allowed.map((each) => `\`${each}\``).join(", ")}`
        : `did you mean \`${nearest}\`?`,
  ),
  "database-parameter": error<{
    readonly name: string | undefined;
    readonly variable: string | undefined;
    readonly nearest: string | undefined;
    readonly allowed: readonly string[];
  }>(
    ({ name, variable }) => {
      const called = name === undefined ? "" : ` called \`${name}\``;
      return variable === undefined
        ? `the address of a PostgreSQL database has no parameter${called}`
        : `what \`${variable}\` holds has a parameter${called} that PostgreSQL addresses do not have`;
    },
    ({ nearest, allowed }) =>
      nearest === undefined
        ? `those that there are: ${allowed.map((each) => `\`${each}\``).join(", ")}`
        : `did you mean \`${nearest}\`?`,
  ),
  "database-time": error<{
    readonly name: string;
    readonly variable: string | undefined;
    readonly least: number;
    readonly most: number;
    readonly unit: "seconds" | "milliseconds";
  }>(
    ({ name, variable }) =>
      `the \`${name}\` in ${variable === undefined ? "this address" : `what \`${variable}\` holds`} is not a time that it can be`,
    ({ least, most, unit }) => `write a whole number of ${unit} from ${least} to ${most}, without a unit`,
  ),
  "password-in-address": warning<{ readonly variable: string }>(
    () => "a password stands in the file, where everybody who reads it sees it",
    ({ variable }) =>
      `take the address from the environment: \`url: "$\u007b${variable}}"\`, and change the password where it is known`,
  ),
  "secret-written-out": error<{ readonly key: string; readonly example: string }>(
    () => "a secret stands in the file, where everybody who reads it sees it",
    ({ key, example }) =>
      `take it from the environment, for example \`${key}: ${example}\`, and change it where it is known`,
  ),
  "mail-address": error<{ readonly variable: string | undefined }>(
    ({ variable }) =>
      `${variable === undefined ? "this" : `what \`${variable}\` holds`} is not a mail address`,
    () => "write an address, or a name and an address: `Our Bank <news@our.bank>`",
  ),
  "password-unprotected": error(
    () => "the password would go to the mail server unprotected, for everybody on the way to read",
    () => "leave `tls: none` out, or leave out `user` and `password` where the server asks for none",
  ),
  "no-files-match": error<{ readonly pattern: string; readonly what: string }>(
    ({ pattern, what }) => `no file matches \`${pattern}\`, so there are no ${what}`,
    () => "paths are from the folder of baleen.yaml; `*` stands for any name, `**` for any folders",
  ),
  "not-in-this-version": error<{ readonly what: string }>(
    ({ what }) => `${what} is not in this version of Baleen`,
    () => "it is part of the language and will come; until then leave it out",
  ),
} as const;
