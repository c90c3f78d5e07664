import { courseHostnames } from './course-hostnames.js';

describe("the course's host names", () => {
  it.each([
    ['http://localhost:7001/eureka/', 'http://eureka7001.com:7001/eureka/'],
    ['http://user:pw@localhost:7002/eureka/', 'http://user:pw@eureka7002.com:7002/eureka/'],
    ['http://127.0.0.1:7001/eureka/', 'http://127.0.0.1:7001/eureka/'],
    ['http://registry.example:7001/eureka/', 'http://registry.example:7001/eureka/'],
    ['http://localhost/eureka/', 'http://localhost/eureka/'],
    ['localhost', 'localhost'],
  ])('rewrite %s to %s', (url, named) => {
    expect(courseHostnames(url)).toBe(named);
  });
});
