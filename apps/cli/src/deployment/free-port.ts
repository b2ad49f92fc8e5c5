import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { DeploymentError } from './deployment-error.js';

/**
 * Systems give outgoing connections ports from 32768 (Linux) or 49152 (others) on. A port from there that is free now may be
 * the near end of some connection by the time its service listens, and then again whenever the service is restarted.
 */
const own = { from: 20_000, to: 32_000 } as const;
const attempts = 200;

/** A port on 127.0.0.1 that nothing listens on; 0 asks for any. */
export async function freePort(wanted = 0): Promise<number> {
  return (await freePorts(1, wanted))[0] ?? 0;
}

/**
 * That many different ports on 127.0.0.1 that nothing listens on.
 *
 * @param first the first of them; 0 for any
 * @param draw where to look for the others
 */
export async function freePorts(
  count: number,
  first = 0,
  draw: () => number = () => randomInt(own.from, own.to),
): Promise<number[]> {
  // All are held until the last is found, so that none is given twice.
  const held: Server[] = first === 0 ? [] : [await wanted(first)];
  for (let attempt = 0; held.length < count; attempt += 1) {
    // Where even those are taken the system knows one.
    const port = attempt < attempts + count ? draw() : 0;
    const server = await listening(port).catch((error: unknown) => {
      if (port === 0) throw error;
    });
    if (server) held.push(server);
  }
  return Promise.all(held.map(closed));
}

async function wanted(port: number): Promise<Server> {
  try {
    return await listening(port);
  } catch (error) {
    throw portSentence(error as NodeJS.ErrnoException, port);
  }
}

function listening(port: number): Promise<Server> {
  // Whoever connects while it is held must not keep it from being let go.
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function closed(server: Server): Promise<number> {
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return new Promise((resolve) => server.close(() => resolve(port)));
}

function portSentence(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new DeploymentError(
      `Port ${port} on 127.0.0.1 is taken: choose another with --port (0 for any free one), or stop what listens there.`,
    );
  }
  if (error.code === 'EACCES') {
    return new DeploymentError(`Port ${port} needs special rights: choose one from 1024 on with --port.`);
  }
  return error;
}
