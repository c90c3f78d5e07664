import { EurekaClient } from '@eureka-nest/client';
import { EurekaClientModule } from '@eureka-nest/client/nest';
import {
  Logger,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { APP_INTERCEPTOR, HttpAdapterHost } from '@nestjs/core';
import { join } from 'node:path';
import { LabBehaviour } from './lab-behaviour.js';
import { LessonsController } from './lessons.controller.js';
import { OwnPort } from './own-port.js';
import { PaymentController } from './payment.controller.js';
import type { PaymentProviderSettings } from './payment-provider.options.js';
import { PaymentRepository } from './payment.repository.js';
import { dataSourceOptions } from './persistence/data-source-options.js';
import { Database } from './persistence/database.js';

/** One provider. It listens at once, and registers when its database is ready. */
@Module({})
export class PaymentProviderModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly database: Database,
    eureka: EurekaClient,
  ) {
    eureka.registerAfter(database.whenReady());
  }

  static forRoot({ app, database, eureka }: PaymentProviderSettings): DynamicModule {
    return {
      module: PaymentProviderModule,
      imports: [EurekaClientModule.forRoot(eureka)],
      controllers: [PaymentController, LessonsController],
      providers: [
        {
          provide: Database,
          useFactory: () =>
            new Database(dataSourceOptions(database), database.timeLimitMs, new Logger('Database')),
        },
        PaymentRepository,
        ...(app.labFolder === undefined ? [] : [labBehaviour(app.labFolder, app.port)]),
        {
          provide: OwnPort,
          inject: [HttpAdapterHost],
          useFactory: (host: HttpAdapterHost) => new OwnPort(host, app.port),
        },
      ],
    };
  }

  onModuleInit(): void {
    this.database.start();
  }

  /** Runs after the server has closed: requests in flight still need the database. */
  onApplicationShutdown(): Promise<void> {
    return this.database.stop();
  }
}

const labBehaviour = (folder: string, port: number) => ({
  provide: APP_INTERCEPTOR,
  useValue: new LabBehaviour(join(folder, `${port}.json`)),
});
