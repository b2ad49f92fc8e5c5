export { legalProfile, type LegalProfileLimits } from './legal-profile.js';
