export { openTestDatabases } from './open-test-databases.js';
