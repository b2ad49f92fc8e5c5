/** What the provider said. `unknown`: nothing that can be relied on, so it must be asked again under the same key. */
export type ProviderAnswer =
  | { readonly status: 'captured'; readonly chargeId: string }
  | { readonly status: 'declined'; readonly reason: string; readonly chargeId?: string }
  | { readonly status: 'unknown'; readonly reason: string };
