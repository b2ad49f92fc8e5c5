#!/usr/bin/env node
// The committed entry of the command: npm links it at install time, when nothing has been built yet.
const main = new URL('../dist/main.js', import.meta.url);

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    'whereabouts needs Node.js 24: start it with "npm start" or "npx whereabouts", which bring their own.',
  );
  process.exit(1);
}
try {
  await import(main.href);
} catch (error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND' || !String(error.url ?? error.message).includes('dist/'))
    throw error;
  console.error('whereabouts is not built yet: run "node scripts/prepare.mjs" in the repository.');
  process.exit(1);
}
