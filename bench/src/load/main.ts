import { generate } from './generate.js';
import type { Job, Report } from './job.js';

const tell = (report: object): void => void process.send?.(report);

process.on('message', (job: Job) => {
  generate(job).then(
    (answered) => tell({ type: 'answered', answered } satisfies Report),
    (error: unknown) => tell({ type: 'failed', message: String(error) } satisfies Report),
  );
});
process.once('disconnect', () => process.exit());
tell({ type: 'ready', url: '' });
