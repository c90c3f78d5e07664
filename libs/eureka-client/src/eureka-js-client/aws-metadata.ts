/** Paths of the EC2 metadata service, by the name in the data center's metadata. */
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
 * Fetches the EC2 metadata of this instance; missing values are omitted. Each request has a time
 * limit. It fetches a token first, which newer instances require.
 */
export async function awsMetadata(base = 'http://169.254.169.254/'): Promise<Record<string, string>> {
  const get = async (path: string, init: RequestInit = {}): Promise<string | undefined> => {
    try {
      const response = await fetch(new URL(path, base), { ...init, signal: AbortSignal.timeout(limitMs) });
      const text = await response.text();
      return response.ok ? text : undefined;
    } catch {
      return undefined;
    }
  };
  const lifetime = { 'x-aws-ec2-metadata-token-ttl-seconds': '60' };
  const token = await get('latest/api/token', { method: 'PUT', headers: lifetime });
  const headers: Record<string, string> = token === undefined ? {} : { 'x-aws-ec2-metadata-token': token };
  const found: [string, string | undefined][] = await Promise.all(
    Object.entries(names).map(async ([name, path]) => [name, await get(`${below}${path}`, { headers })]),
  );
  const { mac } = Object.fromEntries(found);
  if (mac) found.push(['vpc-id', await get(`${below}network/interfaces/macs/${mac}/vpc-id`, { headers })]);
  const document = await get('latest/dynamic/instance-identity/document', { headers });
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
