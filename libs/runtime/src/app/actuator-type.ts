import { weightOf } from '../http/weight.js';

const versionThree = 'application/vnd.spring-boot.actuator.v3+json';

/** Types of Spring Boot's actuator; version 2 is the same document for these endpoints. */
const types = [versionThree, 'application/vnd.spring-boot.actuator.v2+json', 'application/json'];

/**
 * Type of an actuator response: the one that is accepted most, and version 3 if it is open, as in
 * Spring Boot. A health check gets a response whatever it accepts; Spring Boot sends it a 406.
 */
export function actuatorTypeFor(accept = '*/*'): string {
  const ranges = accept
    .toLowerCase()
    .split(',')
    .map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
      const quality = weightOf(parameters.find((each) => each.startsWith('q='))?.slice(2));
      return { type, quality };
    });
  const [best] = ranges
    .filter(({ type, quality }) => quality > 0 && (types.includes(type) || openRange.test(type)))
    .sort((one, other) => other.quality - one.quality);
  return best && types.includes(best.type) ? best.type : versionThree;
}

const openRange = /^(\*|application)\/\*(\+json)?$/;
