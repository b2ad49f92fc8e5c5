import type { Results } from '@comparison/protocol';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAssets } from './html/assets.js';
import { reportPage } from './html/report-page.js';
import { writeAtomically } from './write-atomically.js';

/**
 * Writes report.html and results.json, each atomically. The HTML is one file that needs no network.
 *
 * @param directory made if it is not there
 * @returns the paths of both
 */
export async function writeReport(
  results: Results,
  directory: string,
): Promise<{ html: string; json: string }> {
  const paths = { html: join(directory, 'report.html'), json: join(directory, 'results.json') };
  await mkdir(directory, { recursive: true });
  // The figures first: a page can be made of them again, but not the other way round.
  await writeAtomically(paths.json, `${JSON.stringify(results, null, 2)}\n`);
  await writeAtomically(paths.html, reportPage(results, await loadAssets()));
  return paths;
}
