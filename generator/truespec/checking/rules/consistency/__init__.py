"""What holds where no rules are written: a server does not contradict itself, nor what HTTP and names say."""
