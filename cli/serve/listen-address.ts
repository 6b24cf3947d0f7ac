import { isIP } from "node:net";
import { CommandFailure } from "../failure.ts";

/** Where a service answers. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Reads `127.0.0.1:9464`, `[::1]:9464`, `localhost:9464`, or a port alone, which is the loopback's. Port 0 is any that is free.
 * @throws CommandFailure where it is none, or one that other machines reach and that was not asked for.
 */
export function listenAddress(text: string, exposed: boolean): ListenAddress {
  const match = /^(?:(?:\[([0-9A-Fa-f:.]+)\]|([^[\]:\s]+)):)?(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) {
    throw new CommandFailure(`\`--listen ${text}\` is no address`, "write it as 127.0.0.1:9464");
  }
  const named = match[1] ?? match[2] ?? "127.0.0.1";
  const host = named === "localhost" ? "127.0.0.1" : named;
  if (!exposed && !isLoopback(host)) {
    throw new CommandFailure(
      `\`--listen ${text}\` would let other machines ask, and there is no login`,
      "listen on 127.0.0.1, or say --expose where the network is to be trusted",
    );
  }
  return { host, port };
}

function isLoopback(host: string): boolean {
  return isIP(host) === 4 ? host.startsWith("127.") : host === "::1";
}
