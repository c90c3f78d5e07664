import { eventually } from '../harness/eventually.js';
import { call, post } from '../harness/http.js';
import { anAmazonMachine, aShop } from './harness/discovered-instances.js';
import { JavaRegistry, OurRegistries, type Registries } from './harness/registries.js';
import { ServiceDiscovery, type Discoverer, type Labels } from './harness/service-discovery.js';

const discoverers: readonly Discoverer[] = ['prometheus', 'victoria-metrics'];

const shapes = [
  ["Spring's own server, the reference", () => JavaRegistry.prepare('spring-cloud')],
  ['a lone registry of ours', () => OurRegistries.prepare(1)],
  ['our pair, written at one and read at the other', () => OurRegistries.prepare(2)],
] as const;

describe.each(shapes)('at %s', (_shape, prepare) => {
  let registries: Registries;
  let discovering: ServiceDiscovery[];

  const written = () => String(registries.bases[0]);

  async function eachKnows(expected: Readonly<Record<string, Labels>>) {
    await eventually(async () => {
      for (const each of discovering) expect(await each.targets()).toEqual(expected);
    }, 30_000);
  }

  beforeAll(async () => {
    registries = await prepare();
    await registries.start();
    const read = String(registries.bases.at(-1));
    discovering = await Promise.all(discoverers.map((each) => ServiceDiscovery.startedWith(each, read)));
  });
  afterAll(async () => {
    await Promise.all(discovering.map(({ process }) => process.kill()));
    await registries.close();
  });

  it('Prometheus and VictoriaMetrics find every registered instance, each with all its labels, and nothing else', async () => {
    for (const { app, body } of [aShop, anAmazonMachine]) {
      expect((await post(`${written()}/eureka/apps/${app}`, body)).status).toBe(204);
    }
    await eachKnows({ [aShop.id]: aShop.labels, [anAmazonMachine.id]: anAmazonMachine.labels });
  });

  it('they see a status override', async () => {
    const { app, id, labels } = aShop;
    expect(
      (await call('PUT', `${written()}/eureka/apps/${app}/${id}/status?value=OUT_OF_SERVICE`)).status,
    ).toBe(200);
    await eachKnows({
      [id]: { ...labels, instance_status: 'OUT_OF_SERVICE' },
      [anAmazonMachine.id]: anAmazonMachine.labels,
    });
  });

  it('a cancelled instance is gone', async () => {
    const cancel = ({ app, id }: typeof aShop) => call('DELETE', `${written()}/eureka/apps/${app}/${id}`);
    expect((await cancel(aShop)).status).toBe(200);
    await eachKnows({ [anAmazonMachine.id]: anAmazonMachine.labels });
    expect((await cancel(anAmazonMachine)).status).toBe(200);
    await eachKnows({});
  });

  it('neither logged a problem with the registry', () => {
    for (const { process } of discovering) {
      const ofDiscovery = process.lines.filter((each) => /discovery|eureka_sd/.test(each));
      expect(ofDiscovery.filter((each) => /warn|error/i.test(each))).toEqual([]);
    }
  });
});
