import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const own = join(import.meta.dirname, '../../assets');

export interface Assets {
  readonly style: string;
  readonly scripts: readonly string[];
}

/** What the page carries with it: its style, the chart library and what draws, sorts and switches. */
export async function loadAssets(): Promise<Assets> {
  const [style, charts, client] = await Promise.all([
    readFile(join(own, 'report.css'), 'utf8'),
    readFile(require.resolve('echarts/dist/echarts.common.min'), 'utf8'),
    readFile(join(own, 'report.js'), 'utf8'),
  ]);
  // Nothing in a script may look like its end.
  return { style, scripts: [charts, client].map((script) => script.replaceAll('</script', '<\\/script')) };
}
