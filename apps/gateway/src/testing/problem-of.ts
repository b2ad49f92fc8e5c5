/** What an answer says that is a problem; any other answer fails. */
export async function problemOf(response: Response) {
  const contentType = response.headers.get('content-type') ?? '';
  if (!contentType.startsWith('application/problem+json'))
    throw new Error(`${response.status} ${contentType} is no problem.`);
  const { type, detail } = (await response.json()) as { type: string; detail: string };
  const retryAfter = Number(response.headers.get('retry-after'));
  return { status: response.status, type, detail, retryAfter };
}
