/** `/customers/:id` → ['id']. Only whole segments are parameters. */
export function pathParameters(path: string): string[] {
  return path
    .split('/')
    .filter((segment) => segment.startsWith(':'))
    .map((segment) => segment.slice(1));
}

/** The path as the router wants it: a colon inside a segment is literal, and written twice there. */
export function routePath(path: string): string {
  return mapSegments(
    path,
    (segment) => segment,
    (literal) => literal.replaceAll(':', '::'),
  );
}

/** The path as OpenAPI writes it: `/customers/{id}`. */
export function templatePath(path: string): string {
  return mapSegments(
    path,
    (segment) => `{${segment.slice(1)}}`,
    (literal) => literal,
  );
}

function mapSegments(
  path: string,
  parameter: (segment: string) => string,
  literal: (segment: string) => string,
): string {
  return path
    .split('/')
    .map((segment) => (segment.startsWith(':') ? parameter(segment) : literal(segment)))
    .join('/');
}
