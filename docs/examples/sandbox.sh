#!/bin/sh
# Hub and one body of a sandbox on AWS: up, up again, destroy. Real credentials, real money: docs/how-to/sandbox.md.
# usage: CIVIC_ESTATE=FOLDER sandbox.sh BODY
set -eu
body=${1:?which body of the sandbox}
: "${CIVIC_ESTATE:?a folder of records made for this, never the estate}"
case "$(cd "$CIVIC_ESTATE" && pwd -P)" in
  "$(cd estate && pwd -P)") echo "CIVIC_ESTATE is the project's own estate; a sandbox has one of its own" >&2; exit 2 ;;
esac
test -t 0 || { echo "run this by hand: it makes and destroys what costs money" >&2; exit 2; }

aws sts get-caller-identity
printf 'The hub and %s are made in this organisation, and destroyed. Type the body to go on: ' "$body"
read -r answer
test "$answer" = "$body" || exit 2

civic plan platform "$body"
civic rollout platform-aws-network --run
civic rollout "$body" --run

# Flow and query logs are delivered into a bucket whose objects are locked from their first second: no page says that this is taken, and none that
# it is not (docs/decisions/0004). FAILED, or no object after half an hour, says that it is not.
region=$(aws configure get region)
aws ec2 describe-flow-logs --query 'FlowLogs[].[FlowLogId,DeliverLogsStatus,DeliverLogsErrorMessage,LogDestination]' --output table
aws route53resolver list-resolver-query-log-configs --query 'ResolverQueryLogConfigs[].[Name,Status,DestinationArn]' --output table
echo "in the log archive account: aws s3api list-objects-v2 --bucket ARCHIVE --prefix flow/ --max-items 3 --region $region, and of one of them"
echo "aws s3api get-object-retention --bucket ARCHIVE --key KEY, which must say COMPLIANCE"

stacks="$body-aws-applications $body-aws-landing-zone $body-aws-tenancy $body-aws-identity platform-aws-network"
for stack in $stacks; do
  pulumi stack select "$stack" 2>/dev/null || continue
  pulumi up --stack "$stack" --yes --skip-preview --expect-no-changes --policy-pack policies/aws
  pulumi preview --stack "$stack" --refresh --expect-no-changes
done
for stack in $stacks; do
  pulumi stack select "$stack" 2>/dev/null || continue
  pulumi destroy --stack "$stack" --yes --exclude-protected
  echo "what remains of $stack:"
  pulumi stack --stack "$stack" --show-ids
done
