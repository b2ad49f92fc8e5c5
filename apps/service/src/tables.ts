import 'reflect-metadata';
import { runTablesTask } from './tables/run-tables-task.js';

await runTablesTask(process.argv.slice(2), process.env);
