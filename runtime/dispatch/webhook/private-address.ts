import { lookup as systemLookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/**
 * Addresses within an organisation or a machine, which a webhook's url must not lead to unless it is allowed:
 * otherwise whoever may write a project file could reach what only the machine that runs it may (IANA's
 * special-purpose address registries).
 */
const PRIVATE = new BlockList();
const IPV4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
];
const IPV6: readonly (readonly [string, number])[] = [
  ["::", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["2002::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
];
for (const [network, prefix] of IPV4) PRIVATE.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of IPV6) PRIVATE.addSubnet(network, prefix, "ipv6");

/** The code of the error that says that a name leads to a private address. */
export const PRIVATE_ADDRESS = "EPRIVATE";

/** Whether an address is private; IPv4 within IPv6 (`::ffff:10.0.0.1`) is judged as IPv4. */
export function isPrivateAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, "");
  switch (isIP(plain)) {
    case 4:
      return PRIVATE.check(plain, "ipv4");
    case 6:
      return PRIVATE.check(plain, "ipv6");
    default:
      return false;
  }
}

/** Looks a name up as the system does, and fails where any of its addresses is private: what is connected to is what was looked at. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, "", 4);
    if (addresses.some(({ address }) => isPrivateAddress(address))) {
      const refused = Object.assign(new Error("a private address"), { code: PRIVATE_ADDRESS });
      return callback(refused, "", 4);
    }
    if (options.all === true) return callback(null, addresses);
    const [first] = addresses;
    return callback(null, first?.address ?? "", first?.family ?? 4);
  });
};
