import { DnsServiceUrls } from '../../src/transport/dns-service-urls.js';
import { RecordingLogger } from '../builders/recording-logger.js';

const options = {
  region: 'us-east-1',
  dnsName: 'example.com',
  dnsPort: 7001,
  dnsContext: 'eureka/v2',
  preferSameZone: true,
  secure: false,
};

describe('service URLs in DNS', () => {
  const zone = { a: 'txt.us-east-1a.example.com', b: 'txt.us-east-1b.example.com' };
  const records: Record<string, string[][]> = {
    'txt.us-east-1.example.com': [['us-east-1a.example.com us-east-1b.', 'example.com']],
    [zone.a]: [['one.example.com two.example.com']],
    [zone.b]: [['three.example.com']],
  };
  const urlsOf = (given: Partial<typeof options> & { zone?: string }, log = new RecordingLogger()) =>
    new DnsServiceUrls({ ...options, ...given }, async (name) => records[name] ?? fail(name), log);
  const fail = (name: string): never => {
    throw new Error(`queryTxt ENOTFOUND ${name}`);
  };

  it('are found by zone, one’s own first', async () => {
    expect(await urlsOf({}).find()).toEqual([
      'http://one.example.com:7001/eureka/v2/',
      'http://two.example.com:7001/eureka/v2/',
      'http://three.example.com:7001/eureka/v2/',
    ]);
    expect((await urlsOf({ zone: 'us-east-1b', secure: true }).find())[0]).toBe(
      'https://three.example.com:7001/eureka/v2/',
    );
  });

  it('stay the same while DNS fails, with one log line', async () => {
    const log = new RecordingLogger();
    const urls = urlsOf({}, log);
    const before = await urls.find();
    const kept = records[zone.b] ?? [];
    delete records[zone.b];
    expect(await urls.find()).toEqual(before);
    expect(await urls.find()).toEqual(before);
    records[zone.b] = kept;
    await urls.find();
    expect(log.shown).toEqual([
      'warn service URLs not found in DNS, using the last ones: queryTxt ENOTFOUND txt.us-east-1b.example.com',
      'log service URLs found in DNS again',
    ]);
  });
});
