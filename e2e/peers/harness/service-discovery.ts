import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../../harness/free-ports.js';
import { get } from '../../harness/http.js';
import { Program } from '../../harness/program.js';
import { temporaryFolder } from './temporary-folder.js';

export type Labels = Readonly<Record<string, string>>;
export type Discoverer = 'prometheus' | 'victoria-metrics';

interface Targets {
  readonly data: { readonly activeTargets: readonly { readonly discoveredLabels: Labels }[] };
}

/** A monitoring system that reads its targets from one registry every second. */
export class ServiceDiscovery {
  private constructor(
    private readonly base: string,
    readonly process: Program,
  ) {}

  static async startedWith(which: Discoverer, registry: string): Promise<ServiceDiscovery> {
    const [port = 0] = await freePorts(1);
    const folder = temporaryFolder(which);
    const configuration = join(folder, 'scrape.yml');
    const data = join(folder, 'data');
    const listen = `127.0.0.1:${port}`;
    writeFileSync(configuration, JSON.stringify(jobOf(which, registry)));
    const args = {
      prometheus: [
        `--config.file=${configuration}`,
        `--storage.tsdb.path=${data}`,
        `--web.listen-address=${listen}`,
      ],
      'victoria-metrics': [
        `-promscrape.config=${configuration}`,
        `-storageDataPath=${data}`,
        `-httpListenAddr=${listen}`,
        '-promscrape.eurekaSDCheckInterval=1s',
      ],
    }[which];
    const program = new Program(which, which, args);
    const started = new ServiceDiscovery(`http://${listen}`, program);
    await program.until(() => started.targets(), 30_000);
    return started;
  }

  /**
   * Labels of each discovered instance, by instance id, without empty labels.
   */
  async targets(): Promise<Record<string, Labels>> {
    const { status, body, text } = await get(`${this.base}/api/v1/targets?state=active`);
    if (status !== 200) throw new Error(`${this.process.name}: status ${status} ${text}`);
    const all = (body as Targets).data.activeTargets.map(({ discoveredLabels }) =>
      eurekaLabels(discoveredLabels),
    );
    return Object.fromEntries(all.map((labels) => [labels['instance_id'] ?? '', labels]));
  }
}

/** Configuration as JSON, which is valid YAML. */
const jobOf = (which: Discoverer, registry: string) => ({
  scrape_configs: [
    {
      job_name: 'eureka',
      eureka_sd_configs: [
        { server: `${registry}/eureka`, ...(which === 'prometheus' && { refresh_interval: '1s' }) },
      ],
      // VictoriaMetrics updates discovered labels only if a label of the target itself has changed.
      relabel_configs: [{ source_labels: ['__meta_eureka_app_instance_status'], target_label: 'status' }],
    },
  ],
});

const common = '__meta_eureka_app_';

function eurekaLabels(labels: Labels): Labels {
  const ofEureka = Object.entries(labels)
    .filter(([name, text]) => name.startsWith(common) && text !== '')
    .map(([name, text]) => [name.slice(common.length), text]);
  return { address: labels['__address__'] ?? '', ...Object.fromEntries(ofEureka) };
}
