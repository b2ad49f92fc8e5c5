import { request } from 'undici';
import { eventually } from './eventually.js';
import type { RunFile } from './run-file.js';

interface Quiescence {
  readonly quiet: boolean;
  readonly parked: readonly { readonly consumer: string; readonly messages: number }[];
}

/**
 * Waits until nothing that was begun is still under way: no open saga, no message between two modules, in any service. Asked
 * twice in a row, as what leaves one service may just be on its way to another.
 *
 * @throws Error when a message was parked, or when it does not become quiet within `withinMs`
 */
export async function quiescent(run: () => Promise<RunFile>, withinMs = 60_000): Promise<void> {
  let told: unknown;
  const isQuiet = async (): Promise<boolean> => {
    const answers = await Promise.all((await run()).services.map(({ url }) => ask(url)));
    told = answers;
    return answers.every(({ quiet }) => quiet);
  };
  try {
    await eventually(async () => (await isQuiet()) && (await isQuiet()), 'the deployment is quiet', {
      withinMs,
      everyMs: 50,
    });
  } catch (error) {
    throw new Error(`${(error as Error).message}: ${JSON.stringify(told)}`, { cause: error });
  }
  const parked = (told as Quiescence[])
    .flatMap((answer) => answer.parked)
    .filter(({ messages }) => messages > 0);
  if (parked.length > 0) throw new Error(`Messages were parked: ${JSON.stringify(parked)}`);
}

async function ask(url: string): Promise<Quiescence> {
  const { statusCode, body } = await request(`${url}/admin/quiescence`);
  if (statusCode === 200) return (await body.json()) as Quiescence;
  throw new Error(`${url}/admin/quiescence answered ${statusCode}: ${await body.text()}`);
}
