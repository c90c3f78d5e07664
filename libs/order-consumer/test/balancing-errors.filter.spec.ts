import { ConsumerStage } from './builders/consumer-stage.js';

describe('a failed call of the consumer', () => {
  let stage: ConsumerStage;

  beforeEach(async () => {
    stage = await ConsumerStage.create();
  });
  afterEach(() => stage.clear());

  it('responds 503, naming the service and the known services', async () => {
    await stage.start({ known: { 'cloud-order-service': [] } });
    const answer = await stage.get('get/31');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({
      code: 503,
      message: expect.stringMatching(
        /^No instances available for CLOUD-PAYMENT-SERVICE: known services are CLOUD-ORDER-SERVICE/,
      ),
      data: null,
    });
    expect(stage.lines).toEqual([
      expect.stringMatching(/^GET \/consumer\/payment\/get\/31: 503 No instances/),
    ]);
  });

  it('responds in the language of the caller, and logs in that of the process', async () => {
    await stage.start({ known: {} });
    const answer = await stage.get('get/31', { 'accept-language': 'zh-CN' });
    expect(answer.statusCode).toBe(503);
    expect(answer.json().message).toMatch(/^CLOUD-PAYMENT-SERVICE 没有可用的实例/);
    expect(answer.headers['vary']).toBe('accept-language');
    expect(stage.lines).toEqual([expect.stringContaining(': 503 No instances available')]);
  });

  it('responds 503, naming the instances tried', async () => {
    await Promise.all(stage.providers.map((each) => each.kill()));
    await stage.start();
    const answer = await stage.get('get/31');
    expect(answer.statusCode).toBe(503);
    expect(answer.json().message).toMatch(
      /tried payment8001 \(.*\), payment800\d \(.*\), payment800\d \(.*\)/,
    );
  });

  it('responds 502 if the call broke after it may have arrived, and does not repeat it', async () => {
    stage.providers.forEach((each) => (each.handler = ({ socket }) => void socket.destroy()));
    await stage.start();
    const answer = await stage.get('create?serial=x');
    expect(answer.statusCode).toBe(502);
    expect(answer.json()).toEqual({
      code: 502,
      message: expect.stringContaining('the connection to payment8001 of CLOUD-PAYMENT-SERVICE broke'),
      data: null,
    });
    expect(stage.requests).toHaveLength(1);
    expect(stage.lines).toEqual([
      expect.stringMatching(/^ejected payment8001/),
      expect.stringMatching(/^GET \/consumer\/payment\/create\?serial=x: 502 /),
    ]);
  });
});
