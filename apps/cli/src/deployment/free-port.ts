import { createServer } from 'node:net';
import { DeploymentError } from './deployment-error.js';

/** A port on 127.0.0.1 that nothing listens on; 0 asks for any. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portSentence(error, wanted)));
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : wanted;
      server.close(() => resolve(port));
    });
  });
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
