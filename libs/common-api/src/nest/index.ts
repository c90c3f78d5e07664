export { ApiFailure, ApiResult } from './api-result.js';
export { CommonResultFilter } from './common-result.filter.js';
export { useCourseConventions } from './course-conventions.js';
export { inLanguage, type Phrases, processLanguage, requestLanguage } from './language.js';
export { PaymentIdPipe } from './payment-id.pipe.js';
