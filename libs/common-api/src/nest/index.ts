export { ApiFailure, ApiResult } from './api-result.js';
export { CommonResultFilter } from './common-result.filter.js';
export { useCourseManners } from './course-manners.js';
export { PaymentIdPipe } from './payment-id.pipe.js';
