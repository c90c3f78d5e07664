import { NestFactory } from '@nestjs/core';
import { EurekaClient } from '../../src/eureka-client.js';
import { EurekaClientModule } from '../../src/nest/eureka-client.module.js';

it('gives each application of one module a client of its own', async () => {
  const module = EurekaClientModule.forRoot({ enabled: false });
  const applications = [
    await NestFactory.createApplicationContext(module, { logger: false }),
    await NestFactory.createApplicationContext(module, { logger: false }),
  ];
  const [first, second] = applications.map((each) => each.get(EurekaClient));
  expect(first).not.toBe(second);
  for (const each of applications) await each.close();
});

describe('two clients of one application', () => {
  /** A client whose stop ends once as many have begun as are expected. */
  class DrainingClient extends EurekaClient {
    static begun = 0;
    static wanted = 2;
    static readonly waiting: (() => void)[] = [];
    private ending: Promise<void> | undefined;

    constructor(private readonly failure?: Error) {
      super({ enabled: false });
    }

    override stop(): Promise<void> {
      return (this.ending ??= this.drain());
    }

    private async drain(): Promise<void> {
      const { waiting, wanted } = DrainingClient;
      const begun = new Promise<void>((done) => waiting.push(done));
      DrainingClient.begun++;
      if (DrainingClient.begun >= wanted) waiting.forEach((done) => done());
      await begun;
      if (this.failure) throw this.failure;
    }
  }
  const moduleOf = (client: EurekaClient) => EurekaClientModule.forRootAsync({ useFactory: () => client });
  const applicationOf = (...clients: EurekaClient[]) =>
    NestFactory.createApplicationContext(
      { module: class Root {}, imports: clients.map(moduleOf) },
      { logger: false },
    );

  beforeEach(() => {
    DrainingClient.begun = 0;
    DrainingClient.waiting.splice(0);
  });

  it('drain at the same time', async () => {
    DrainingClient.wanted = 2;
    const application = await applicationOf(new DrainingClient(), new DrainingClient());
    await application.close();
    expect(DrainingClient.begun).toBe(2);
  });

  it('drain even if one of them fails', async () => {
    DrainingClient.wanted = 2;
    const application = await applicationOf(new DrainingClient(new Error('disk full')), new DrainingClient());
    await application.close();
    expect(DrainingClient.begun).toBe(2);
  });

  it('do not stop those of another application', async () => {
    DrainingClient.wanted = 1;
    const applications = [
      await applicationOf(new DrainingClient()),
      await applicationOf(new DrainingClient()),
    ];
    await applications[0]!.close();
    expect(DrainingClient.begun).toBe(1);
    await applications[1]!.close();
    expect(DrainingClient.begun).toBe(2);
  });
});
