import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A gateway that takes every message: it prints its port, and runs until it is ended. */
const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => response.writeHead(202).end());
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
