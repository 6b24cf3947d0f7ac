import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CommandFailure, errorCode } from "../failure.ts";
import type { ListenAddress } from "./listen-address.ts";
import type { Readiness } from "./service-health.ts";

/** What a service answers. */
export interface Answers {
  readonly readiness: () => Readiness;
  readonly contentType: string;
  readonly metrics: () => Promise<string>;
}

export interface HttpServer {
  /** `127.0.0.1:9464` */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Answers `/health/live`, `/health/ready` and `/metrics`.
 * @throws CommandFailure where the address cannot be listened on.
 */
export async function listen({ host, port }: ListenAddress, answers: Answers): Promise<HttpServer> {
  const server = createServer((request, response) => {
    answer(request, response, answers).catch(() => {
      if (!response.headersSent) say(response, 500, "the metrics cannot be read\n");
    });
  });
  // Who asks slowly keeps no connection open for long.
  server.requestTimeout = 10_000;
  server.headersTimeout = 5_000;
  server.maxConnections = 100;
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (cause) {
    throw new CommandFailure(
      `${host}:${port} cannot be listened on: ${listenReason(cause)}`,
      "name another by --listen",
    );
  }
  const { address, port: actual, family } = server.address() as AddressInfo;
  return {
    address: family === "IPv6" ? `[${address}]:${actual}` : `${address}:${actual}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, answers: Answers): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("allow", "GET, HEAD");
    return say(response, 405, "only GET\n");
  }
  switch (request.url?.split("?", 1)[0]) {
    case "/health/live":
      return say(response, 200, "live\n");
    case "/health/ready": {
      const { isReady, text } = answers.readiness();
      return say(response, isReady ? 200 : 503, text);
    }
    case "/metrics": {
      const text = await answers.metrics();
      return say(response, 200, text, answers.contentType);
    }
    default:
      return say(response, 404, "there are /health/live, /health/ready and /metrics\n");
  }
}

function say(
  response: ServerResponse,
  status: number,
  text: string,
  type = "text/plain; charset=utf-8",
): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
  response.end(response.req.method === "HEAD" ? undefined : text);
}

function listenReason(cause: unknown): string {
  switch (errorCode(cause)) {
    case "EADDRINUSE":
      return "another program listens there";
    case "EACCES":
      return "there is no permission";
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return "this machine has no such address";
    default:
      return errorCode(cause) ?? "the system does not say why";
  }
}
