export {
  type Catalogue,
  type CatalogueModule,
  type Copy,
  type SagaShape,
  type SagaStepShape,
} from './catalogue.js';
export { runChild, type Running } from './child/run-child.js';
export { type Difference } from './diff/difference.js';
export { diffProfiles, type ProfileDiff } from './diff/diff-profiles.js';
export { diffText } from './diff/diff-text.js';
export * from './event-store-configuration.js';
export { explainProfile } from './explain/explain-profile.js';
export { mermaidOf } from './explain/mermaid.js';
export { profileJson } from './explain/profile-json.js';
export { type JsonSchema, jsonSchema } from './file/json-schema.js';
export { type ProfileFile } from './file/profile.schema.js';
export { readProfileFile } from './file/read-profile-file.js';
export * from './gateway-configuration.js';
export { type ListedProfile, listProfiles, loadProfile, type LoadOptions } from './load-profile.js';
export { outageSentence, partName } from './outages/outage-sentence.js';
export { type Outage, outagesOf } from './outages/outages-of.js';
export { hasGateway, type Part } from './outages/parts.js';
export { resolveProfile } from './placement/resolve-profile.js';
export * from './placement/resolved-profile.js';
export { type ProfileSource } from './problems.js';
export { ProfileError, type ProfileProblem } from './profile-error.js';
export { type CheckoutCost, type Commit, type SagaMessage } from './promises/checkout-cost.js';
export { type DerivedPromise } from './promises/derived-promise.js';
export { describeProfile, type ProfileDescription } from './promises/describe-profile.js';
export { type HalfDone, type Reads, readsOf, type StaleRead } from './promises/reads.js';
export { assertSupported, type Capability, requirements, type Requirement } from './requirements.js';
export { sagaCourse, type SagaDeed, type SagaReaction, type SagaTrigger } from './saga/saga-course.js';
export * from './recovery-verdict.js';
export * from './restored-modules.js';
export * from './service-configuration.js';
