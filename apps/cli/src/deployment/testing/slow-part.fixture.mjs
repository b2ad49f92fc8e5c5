// A part that says that it serves when the address it was given has answered; never, when there is none.
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
setInterval(() => undefined, 1_000);
if (process.env.RELEASED_BY) {
  await fetch(process.env.RELEASED_BY);
  process.send({ type: 'ready', url: process.env.RELEASED_BY });
}
