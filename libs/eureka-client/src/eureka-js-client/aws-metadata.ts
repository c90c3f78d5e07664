/** What an instance in Amazon's cloud is asked about itself. */
const below = 'latest/meta-data/';
const names = {
  'ami-id': 'ami-id',
  'instance-id': 'instance-id',
  'instance-type': 'instance-type',
  'local-ipv4': 'local-ipv4',
  'local-hostname': 'local-hostname',
  'availability-zone': 'placement/availability-zone',
  'public-hostname': 'public-hostname',
  'public-ipv4': 'public-ipv4',
  mac: 'mac',
} as const;

const limitMs = 1_000;

/**
 * What Amazon's cloud says of this instance; what it does not say is left out. Each question has a time limit, and a token is asked for
 * first, for without one newer instances say nothing.
 */
export async function awsMetadata(base = 'http://169.254.169.254/'): Promise<Record<string, string>> {
  const ask = async (path: string, init: RequestInit = {}): Promise<string | undefined> => {
    try {
      const answer = await fetch(new URL(path, base), { ...init, signal: AbortSignal.timeout(limitMs) });
      const text = await answer.text();
      return answer.ok ? text : undefined;
    } catch {
      return undefined;
    }
  };
  const life = { 'x-aws-ec2-metadata-token-ttl-seconds': '60' };
  const token = await ask('latest/api/token', { method: 'PUT', headers: life });
  const headers: Record<string, string> = token === undefined ? {} : { 'x-aws-ec2-metadata-token': token };
  const found: [string, string | undefined][] = await Promise.all(
    Object.entries(names).map(async ([name, path]) => [name, await ask(`${below}${path}`, { headers })]),
  );
  const { mac } = Object.fromEntries(found);
  if (mac) found.push(['vpc-id', await ask(`${below}network/interfaces/macs/${mac}/vpc-id`, { headers })]);
  const document = await ask('latest/dynamic/instance-identity/document', { headers });
  found.push(['accountId', accountIn(document)]);
  return Object.fromEntries(found.filter((each): each is [string, string] => Boolean(each[1])));
}

function accountIn(document: string | undefined): string | undefined {
  try {
    return (JSON.parse(document ?? '{}') as { accountId?: string }).accountId;
  } catch {
    return undefined;
  }
}
