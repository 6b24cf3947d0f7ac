import { createReadStream } from "node:fs";
import type pg from "pg";

/** What a connection can do besides what its published type says. */
interface CopyConnection extends pg.Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

/** What the client tells a statement that copies rows in; the names are the client's. */
interface CopyStatement extends pg.Submittable {
  handleCopyInResponse(connection: CopyConnection): void;
  handleError(error: Error): void;
  handleCommandComplete(): void;
  handleReadyForQuery(): void;
}

/**
 * Runs `copy … from stdin` and feeds it a file, no faster than the server takes it.
 * @throws what the server says, or what reading the file says
 */
export function copyIn(client: pg.ClientBase, statement: string, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let problem: Error | undefined;
    const copy: CopyStatement = {
      submit: (connection) => connection.query(statement),
      handleCopyInResponse: (connection) => {
        feed(connection, file).catch((cause: unknown) => {
          problem = cause instanceof Error ? cause : new Error(String(cause));
          connection.sendCopyFail(problem.message);
        });
      },
      // The client hears no more of a statement that failed.
      handleError: (error) => reject(problem ?? error),
      handleCommandComplete: () => {},
      handleReadyForQuery: () => resolve(),
    };
    client.query(copy);
  });
}

async function feed(connection: CopyConnection, file: string): Promise<void> {
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    connection.sendCopyFromChunk(chunk);
    if (connection.stream.writableNeedDrain) {
      await new Promise((resolve) => connection.stream.once("drain", resolve));
    }
  }
  connection.endCopyFrom();
}
