// The pages of the course, as the tools read them.
export { chapters } from '../../../tools/course/chapters.mjs';
