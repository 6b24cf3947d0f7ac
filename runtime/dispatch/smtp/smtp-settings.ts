/** A sender or receiver; the name may be empty. */
export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** Messages as mail, by way of a mail server. */
export interface SmtpSettings {
  readonly adapter: "smtp";
  readonly host: string;
  readonly port: number;
  /** `starttls` sends nothing where the server does not offer it. */
  readonly tls: "starttls" | "implicit" | "none";
  /** A PEM file of the authorities that vouch for the server; absolute. */
  readonly ca?: string;
  readonly login?: { readonly user: string; readonly password: string };
  readonly from: MailAddress;
  readonly replyTo?: MailAddress;
  /** Whether the text goes as HTML too. */
  readonly html: boolean;
  /** Messages a second at most. */
  readonly rate: number;
  /** Messages under way at once. */
  readonly concurrency: number;
  /** Seconds that each answer is waited for. */
  readonly timeout: number;
}
