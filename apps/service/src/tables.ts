import 'reflect-metadata';
import { runTablesTask } from './tables/run-tables-task.js';

await runTablesTask(process.argv[2] ?? '', process.env);
