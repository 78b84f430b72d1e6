// Prints rows of Cloud Carbon Footprint's own outputs, in the columns the parity check reads.
//
//   npm install --ignore-scripts @cloud-carbon-footprint/core@1.0.0
//   NODE_PATH=node_modules node tests/real_programs/rows_cloud_carbon_footprint.js [N] > cloud_carbon_footprint.csv
const core = require('@cloud-carbon-footprint/core');
const count = Number(process.argv[2] || 50);
let seed = 100;
const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
const pick = (list) => list[Math.floor(random() * list.length)];
const columns = ('case,peer_version,kind,region,factor_t_per_kwh,pue,replication,cpu_util_pct,vcpu_hours,min_w,max_w,'
  + 'average_w,terabyte_hours,gigabyte_hours,gigabytes,coefficient,scope3_t,usage_hours,instance_vcpu,largest_vcpu,'
  + 'lifespan_h,kwh,co2e_t').split(',');
const kinds = {
  compute: (r) => {
    Object.assign(r, { vcpu_hours: pick([0, 1, 730.5, 1e6]), cpu_util_pct: pick([0, 33.3, 50, 100]) });
    Object.assign(r, { min_w: pick([0.47, 8, 46]), max_w: pick([1.69, 71, 407]), average_w: pick([undefined, 0, 250]) });
    const constants = { minWatts: r.min_w, maxWatts: r.max_w, averageWatts: r.average_w };
    return [new core.ComputeEstimator(), { cpuUtilizationAverage: r.cpu_util_pct, vCpuHours: r.vcpu_hours }, constants];
  },
  storage: (r) => {
    Object.assign(r, { terabyte_hours: pick([0, 0.37, 8760]), coefficient: pick([1.2, 0.65]) });
    return [new core.StorageEstimator(r.coefficient), { terabyteHours: r.terabyte_hours }, {}];
  },
  memory: (r) => {
    Object.assign(r, { gigabyte_hours: pick([0, 12.5, 1e7]), coefficient: 0.000392 });
    return [new core.MemoryEstimator(r.coefficient), { gigabyteHours: r.gigabyte_hours }, {}];
  },
  networking: (r) => {
    Object.assign(r, { gigabytes: pick([0, 0.5, 123456]), coefficient: 0.001 });
    return [new core.NetworkingEstimator(r.coefficient), { gigabytes: r.gigabytes }, {}];
  },
  embodied: (r) => {
    Object.assign(r, { scope3_t: pick([1.2304, 4.67679]), usage_hours: pick([0, 1, 24, 35040]), instance_vcpu: pick([1, 96]) });
    Object.assign(r, { largest_vcpu: 96, lifespan_h: pick([35040, 52560]), pue: undefined, replication: undefined });
    const usage = { usageTimePeriod: r.usage_hours, instancevCpu: r.instance_vcpu, largestInstancevCpu: r.largest_vcpu };
    usage.scopeThreeEmissions = r.scope3_t;
    return [new core.EmbodiedEmissionsEstimator(r.lifespan_h), usage, {}];
  },
};
console.log('# Outputs of @cloud-carbon-footprint/core 1.0.0 (npm, Apache-2.0), run by tests/real_programs/rows_cloud_carbon_footprint.js.');
console.log(columns.join(','));
for (let number = 0; number < count; number++) {
  const kind = pick(Object.keys(kinds));
  const row = { case: `tc${String(number).padStart(3, '0')}`, peer_version: '1.0.0', kind, region: 'here' };
  Object.assign(row, { factor_t_per_kwh: pick([0.0000088, 0.00039278188, 0.0009006]), pue: pick([1.1, 1.135, 1.58]) });
  row.replication = pick([undefined, 1, 3]);
  const [estimator, usage, constants] = kinds[kind](row);
  Object.assign(constants, { powerUsageEffectiveness: row.pue, replicationFactor: row.replication });
  const factors = { here: row.factor_t_per_kwh, Unknown: 1 };
  const [estimate] = estimator.estimate([{ timestamp: new Date(0), ...usage }], 'here', factors, constants);
  Object.assign(row, { kwh: estimate.kilowattHours, co2e_t: estimate.co2e });
  if (kind === 'networking') row.replication = undefined;
  console.log(columns.map((column) => (row[column] === undefined ? '' : row[column])).join(','));
}
