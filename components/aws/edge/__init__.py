"""The edge on AWS: Amazon CloudFront, and the way from it into a network that has no public address."""
