export const registries = ['eureka-7001', 'eureka-7002'] as const;
export const providers = ['payment-provider-8001', 'payment-provider-8002', 'payment-provider-8003'] as const;
export const consumer = 'order-consumer-80' as const;

/** The four apps that register. */
export const clients = [...providers, consumer] as const;

/** The six apps in the order the course starts them. */
export const allSix = [...registries, ...providers, consumer] as const;

export type AppName = (typeof allSix)[number];
