/** Title and version of the API document. */
export const API_INFO = Symbol('API_INFO');
