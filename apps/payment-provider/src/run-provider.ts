import { createProvider } from './provider.js';

/** Listens as the environment says; the address goes to the parent process where there is one, else to the terminal. */
export async function runProvider(
  environment: NodeJS.ProcessEnv,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = Number(environment['PROVIDER_PORT'] ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(
      `PROVIDER_PORT is "${String(environment['PROVIDER_PORT'])}": set a port from 0 (any free one) to 65535`,
    );
  }
  const app = await createProvider({
    dataDirectory: environment['PROVIDER_DATA'] ?? '.whereabouts/provider',
  });
  try {
    const url = await app.listen({ port, host: environment['PROVIDER_HOST'] ?? '127.0.0.1' });
    return { url, stop: () => app.close() };
  } catch (error) {
    await app.close();
    throw error;
  }
}
