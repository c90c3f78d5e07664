import { ConsumerStage } from './builders/consumer-stage.js';

describe('the consumer in the stages of the course', () => {
  let stage: ConsumerStage;

  beforeEach(async () => {
    stage = await ConsumerStage.create();
  });
  afterEach(() => stage.clear());

  it('always calls the configured address (A to D)', async () => {
    await stage.start({ options: { paymentUrl: `http://localhost:${stage.providers[1].port}` } });
    for (let call = 0; call < 6; call++) await stage.get('get/31');
    expect(stage.providers.map(({ requests }) => requests.length)).toEqual([0, 6, 0]);
  });

  it('responds 503 if that address refuses the connection', async () => {
    await stage.providers[0].kill();
    await stage.start({ options: { paymentUrl: `http://127.0.0.1:${stage.providers[0].port}/` } });
    const answer = await stage.get('get/31');
    expect(answer.statusCode).toBe(503);
    expect(answer.json().message).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/payment\/get\/31 did not respond \(connect ECONNREFUSED/,
    );
  });

  it('responds 500, naming the unknown host, if balancing is off (E)', async () => {
    await stage.start({
      options: { paymentUrl: 'http://CLOUD-PAYMENT-SERVICE.invalid' },
      loadBalancer: { enabled: false },
    });
    const answer = await stage.get('get/31');
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toEqual({
      code: 500,
      message: expect.stringMatching(
        /^unknown host CLOUD-PAYMENT-SERVICE\.invalid: this name was not looked up, balancing is off/,
      ),
      data: null,
    });
    expect(stage.requests).toEqual([]);
  });
});
