import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedReadme } from './readme.mjs';

const root = join(__dirname, '../..');
const url = 'https://github.com/eureka-nest/eureka-nest';

describe('the README of a published package', () => {
  it.each([
    ['[a](../../docs/settings.md)', `[a](${url}/blob/main/docs/settings.md)`],
    ['[a](../eureka-conformance/)', `[a](${url}/blob/main/libs/eureka-conformance)`],
    ['[a](src/core/registry.ts#L7)', `[a](${url}/blob/main/libs/eureka-server/src/core/registry.ts#L7)`],
    ['[a](https://example.com/b)', '[a](https://example.com/b)'],
    ['[a](#options)', '[a](#options)'],
    ['[a](b.md) and [c](../../LICENSE)', `[a](${url}/blob/main/libs/eureka-server/b.md) and [c](${url}/blob/main/LICENSE)`], // prettier-ignore
  ])('%s becomes %s', (text, expected) => {
    expect(publishedReadme(text, 'libs/eureka-server', url)).toBe(expected);
  });

  it('has no link that leads out of the package, in any package', () => {
    const packages = readdirSync(join(root, 'libs')).filter((lib) =>
      existsSync(join(root, 'libs', lib, 'README.md')),
    );
    for (const lib of packages) {
      const text = publishedReadme(
        readFileSync(join(root, 'libs', lib, 'README.md'), 'utf8'),
        `libs/${lib}`,
        url,
      );
      const relative = [...text.matchAll(/\]\(([^)]+)\)/g)].filter(
        ([, target = '']) => !/^(https?:|#)/.test(target),
      );
      expect(relative).toEqual([]);
    }
  });
});
