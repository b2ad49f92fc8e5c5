export default async function stopSharedDeployment() {
  await globalThis.sharedDeployment?.stop();
}
